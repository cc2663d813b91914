"""Bank statements for tests, as banks deliver them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

IBAN = "DE02120300000000202051"
DAY = date(2026, 6, 3)


def line(
    cents: int,
    *,
    name: str = "Verein Licht",
    purpose: str = "Rate 1 R-1",
    day: date = DAY,
    version: str = "08",
    reference: str = "NOTPROVIDED",
    file: str = "",
) -> str:
    """One booked entry; below zero what goes out. ``file`` is what a run was called that is booked as one sum."""
    other = "Dbtr" if cents > 0 else "Cdtr"
    who = f"<Nm>{escape(name)}</Nm>"
    who = f"<Pty>{who}</Pty>" if version == "08" else who
    status = "<Cd>BOOK</Cd>" if version == "08" else "BOOK"
    return (
        f'<Ntry><Amt Ccy="EUR">{abs(cents) / 100:.2f}</Amt><CdtDbtInd>{_side(cents)}</CdtDbtInd>'
        f"<Sts>{status}</Sts><BookgDt><Dt>{day}</Dt></BookgDt><NtryDtls>"
        f"{f'<Btch><PmtInfId>{file}</PmtInfId></Btch>' if file else ''}<TxDtls>"
        f"<Refs><EndToEndId>{reference}</EndToEndId></Refs>"
        f'<Amt Ccy="EUR">{abs(cents) / 100:.2f}</Amt><RltdPties><{other}>{who}</{other}></RltdPties>'
        f"<RmtInf><Ustrd>{escape(purpose)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def statement(
    lines: Sequence[str], *, total: int, opening: int = 100_000, number: str = "12", version: str = "08"
) -> bytes:
    """A file with one statement whose lines come to ``total`` cents."""
    balances = _balance("OPBD", opening) + _balance("CLBD", opening + total)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        f"<BkToCstmrStmt><Stmt><Id>STMT-{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb>"
        f"<Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct>{balances}{''.join(lines)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _balance(code: str, cents: int) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{abs(cents) / 100:.2f}</Amt>'
        f"<CdtDbtInd>{_side(cents)}</CdtDbtInd><Dt><Dt>{DAY}</Dt></Dt></Bal>"
    )


def _side(cents: int) -> str:
    return "DBIT" if cents < 0 else "CRDT"
