-- A directive finds the plans and tasks that cite its number.
CREATE INDEX plan_ref_cited ON plan_ref(number);
