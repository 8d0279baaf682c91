-- What was handed in, for reports.
CREATE VIEW work_result_v AS SELECT id, part_id, nth, words, day FROM work_result;
