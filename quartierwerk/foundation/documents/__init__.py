"""Letters, minutes and reports: Typst in, tagged PDF out (PDF/A-2a and PDF/UA-1 in one file).

`rendering.render` makes a document of a template in `<room>/documents/<name>.typ` and of plain data, `answering.answer`
hands it out. What documents share lies in `typst/house.typ`, the faces in `fonts`, where `tools/assets.py` puts them.
"""
