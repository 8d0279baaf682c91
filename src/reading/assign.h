/*
 * Assignments: sentences, parentheses and labels that say who leads and who joins.
 */
#ifndef READING_ASSIGN_H
#define READING_ASSIGN_H

#include "reading/build.h"

struct assignment {
	reading_party_list parties;
	size_t word, word_end;	   /* the words it takes */
	size_t object, object_end; /* of these what is to be done; empty: nothing is said */
	size_t subject;		   /* how many of the parties are its subject */
	bool role_word;		   /* chủ trì or phối hợp is there */
	bool given;		   /* begins with giao, phân công */
	bool asked;		   /* begins with đề nghị */
	bool no_subject;	   /* begins with the role: "Phối hợp với …" */
	bool coordinates;	   /* and that is phối hợp */
	enum reading_rule rule;
};

/* The words [i, end) begin with an assignment: "Giao X chủ trì, phối hợp với Y thực hiện …". */
bool assign_sentence(struct reading_build *b, size_t i, size_t end, struct assignment *out);

/* They are one and nothing else: what stands in a closing parenthesis. */
bool assign_whole(struct reading_build *b, size_t i, size_t end, struct assignment *out);

/* They are the name of a body that everything below is given to: "3. Giao Công an tỉnh". */
bool assign_heading(struct reading_build *b, size_t i, size_t end, struct assignment *out);

/* Only words like "triển khai thực hiện" stand there. */
bool assign_only_filler(const struct reading_build *b, size_t i, size_t end);

/* A label "Đơn vị chủ trì:" at word i: how many words; `set` gets which. */
size_t assign_label(const struct reading_build *b, size_t i, size_t end, enum phrase *set);

/* Adds a party unless the task has it in a stronger role. */
void assign_add(struct reading_build *b, reading_party_list *list, const struct reading_party *p);

#endif
