#!/usr/bin/env python3
"""Count syllables and neighbouring pairs for data/reading/syllables.tsv.

usage: plan_read_syllables.py [TEXT…] > data/reading/syllables.tsv      (in the project's folder)

Without TEXT they are counted from what was written for this product alone: plan_read_language.txt, the
documents of test/reading/forms, names, phrases and the words of the pages. The sample plans are not
among them, so that repairing a sample is a test. A row is "syllable<TAB>count<TAB>of these with a
capital inside a sentence" or "first second<TAB>count".
"""
import collections
import glob
import re
import sys
import unicodedata

WORD = re.compile(r"[^\W\d_]+")
MARKED = set("áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ")

OWN = ["bench/plan_read_language.txt", "test/reading/forms/*.txt", "data/reading/agencies.tsv",
       "data/reading/collectives.tsv", "src/reading/phrases.def", "src/*/*.vi.po"]

single, pairs, capital = collections.Counter(), collections.Counter(), collections.Counter()


def count(text, single, pairs, capital):
    for line in re.split(r"[.;:()|\"“”]|\n\s*\n", unicodedata.normalize("NFC", text)):
        words = WORD.findall(line)
        if not any(c in MARKED for c in line.lower()) or line.isupper():
            continue
        words = [w for w in words if len(w) <= 7]
        for w in words[1:]:
            capital[w.lower()] += w[0].isupper()
        words = [w.lower() for w in words]
        for w in words:
            single[w] += 1
        for pair in zip(words, words[1:]):
            pairs[pair] += 1


def text_of(path):
    text = open(path, encoding="utf8").read()
    if path.endswith(".po"):
        return "\n\n".join(re.findall(r'^msgstr "(.*)"$', text, re.M))
    if path.endswith(".def"):
        return "\n\n".join(re.findall(r'"([^"]+)"', text))
    if path.endswith(".tsv"):  # names: a word before, so that their capital is one inside a sentence
        rows = [row.split("\t") for row in text.splitlines() if not row.startswith("#")]
        return "\n\n".join("x " + name for row in rows for cell in row[:1] + row[3:] for name in cell.split("|"))
    return text


own = (path for pattern in OWN for path in glob.glob(pattern) if "/none_" not in path)
said = collections.Counter()
for path in sys.argv[1:] or sorted(own):
    if path.endswith(".po"):
        count(text_of(path), said, collections.Counter(), collections.Counter())
    else:
        count(text_of(path), single, pairs, capital)
# Pages do not speak as offices write: they tell that a word is one, not how often, nor beside which.
for word in said:
    single[word] = max(single[word], 1)
print("# syllable, or pair of neighbours, and how often it was met")
for word, n in sorted(single.items()):
    print(f"{word}\t{n}\t{capital[word]}")
for (first, second), n in sorted(pairs.items()):
    if any(c in MARKED for c in first + second):
        print(f"{first} {second}\t{n}")
