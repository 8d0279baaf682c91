#!/usr/bin/env python3
"""Count syllables and neighbouring pairs for data/reading/syllables.tsv.

usage: plan_read_syllables.py TEXT… > data/reading/syllables.tsv

Texts are UTF-8 Vietnamese, undamaged. A row is "syllable<TAB>count<TAB>of these with a capital
inside a sentence" or "first second<TAB>count".
"""
import collections
import re
import sys
import unicodedata

WORD = re.compile(r"[^\W\d_]+")
MARKED = set("áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ")

single, pairs, capital = collections.Counter(), collections.Counter(), collections.Counter()
for path in sys.argv[1:]:
    text = unicodedata.normalize("NFC", open(path, encoding="utf8").read())
    for line in re.split(r"[.;:()|\"“”]|\n\s*\n", text):
        words = WORD.findall(line)
        if not any(c in MARKED for c in line.lower()) or line.isupper():
            continue
        words = [w for w in words if len(w) <= 7]
        capital.update(w.lower() for w in words[1:] if w[0].isupper())
        words = [w.lower() for w in words]
        single.update(words)
        pairs.update(zip(words, words[1:]))
print("# syllable, or pair of neighbours, and how often it was met")
for word, n in sorted(single.items()):
    print(f"{word}\t{n}\t{capital[word]}")
for (first, second), n in sorted(pairs.items()):
    if any(c in MARKED for c in first + second):
        print(f"{first} {second}\t{n}")
