#!/usr/bin/env python3
"""Counts what stands in USPTO XML v4.x files, independently of Subrosa: the standard library's XML parser and nothing else.

usage: independent_counts.py FILE...    (.gz is unpacked)

One JSON line a record: {"file", "record", "ok"} and, where it is well-formed, what a reader must find in it: "number" (digits
of the application number), "title", "abstract", "claims", "paragraphs", "ipc", "cpc", "inventors", and "letters" and "words", those
of all claims and paragraphs in document order as SHA-256. Records are cut at "<?xml" and where a second root element begins;
sequence listings are left out. "trailing" says that something no parser would take follows the root element."""
import gzip, hashlib, json, re, sys
import xml.etree.ElementTree as ET

ROOTS = ("us-patent-application", "us-patent-grant")
GLUE = {"b", "i", "o", "u", "smallcaps", "figref", "claim-ref", "crossref", "sup", "sup2", "sub", "sub2"}


def text(element):
    """All text of an element, apart where the markup is not inline."""
    out = []
    def walk(e):
        apart = e.tag not in GLUE
        out.append(" " if apart else "")
        out.append(e.text or "")
        for child in e:
            walk(child)
            out.append(child.tail or "")
        out.append(" " if apart else "")
    walk(element)
    return "".join(out)


def fold(elements):
    """All words of Latin and Greek letters, in order: blind to digits and signs, and so to how scripts are written."""
    return " ".join(re.findall("[A-Za-z\u0370-\u03ff]+", "\n".join(text(e) for e in elements)))


def digest(folded):
    return hashlib.sha256(folded.encode()).hexdigest()


def symbols(bib, path):
    part = lambda e, name: (e.findtext(name) or "").strip()
    of = lambda e: (part(e, "section") + part(e, "class") + part(e, "subclass"), part(e, "main-group").lstrip("0"), part(e, "subgroup"))
    return len({of(e) for e in bib.iterfind(path)})


def count(root):
    bib = next(e for e in root if e.tag.startswith("us-bibliographic-data-"))
    number = bib.findtext("application-reference/document-id/doc-number") or ""
    ipc = {re.sub(r"\s", "", e.text or "") for c in bib.iterfind("classification-ipc") for e in c if e.tag in ("main-classification", "further-classification")}
    people = bib.findall("us-parties/inventors/*") + bib.findall("parties/inventors/*") + bib.findall("inventors/*")
    people += [a for p in ("parties/applicants", "us-parties/us-applicants") for a in bib.iterfind(p + "/*") if "inventor" in a.get("app-type", "")]
    words = lambda e: bool(text(e).strip())
    described = root.find("description")
    claims = [c for c in root.iterfind("claims/claim") if words(c)]
    paragraphs = [p for p in (described.iter("p") if described is not None else ()) if words(p)]
    return {"number": "".join(c for c in number if c.isdigit()), "title": bool((bib.find("invention-title") is not None) and text(bib.find("invention-title")).strip()),
            "abstract": sum(words(p) for p in root.iterfind("abstract//p")), "claims": len(claims), "paragraphs": len(paragraphs),
            "ipc": symbols(bib, "classifications-ipcr/classification-ipcr") + symbols(bib, "classification-ipcr") + len(ipc),
            "cpc": symbols(bib, "classifications-cpc//classification-cpc"), "inventors": len(people),
            "letters": digest(fold(claims + paragraphs).replace(" ", "")),
            # How the parts of a formula are spaced is a matter of taste.
            "words": None if any(m.tag.split("}")[-1] == "math" for m in root.iter()) else digest(fold(claims + paragraphs))}


for name in sys.argv[1:]:
    data = open(name, "rb").read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    starts, rooted = [0], False
    for m in re.finditer(rb"<\?xml\s|<us-patent-(?:grant|application)[\s>]", data):
        declared = m[0].startswith(b"<?")
        if m.start() and (declared or rooted):
            starts.append(m.start())
        rooted = not declared
    number = 0
    for start, end in zip(starts, starts[1:] + [len(data)]):
        record = data[start:end].lstrip(b"\xef\xbb\xbf \t\r\n")
        if re.search(rb"<sequence-cwu[\s>]", record[:4096]):
            continue
        number += 1
        line = {"file": name, "record": number, "ok": False}
        try:
            begin = re.search(rb"<us-patent-(?:grant|application)[\s>]", record).start()
            end = max(record.rfind(b"</%s>" % r.encode()) + len(r) + 3 for r in ROOTS)
            line["trailing"] = bool(re.sub(rb"<!--.*?-->|</[^>]*>", b"", record[end:]).strip())
            root = ET.fromstring(record[begin:end])
            line.update(count(root), ok=True)
        except (ET.ParseError, StopIteration, AttributeError) as error:
            line["error"] = str(error)
        print(json.dumps(line))
