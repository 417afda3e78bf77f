"""The five questions: each as a GraphQL document, and as the one SQL statement of the anchor."""

from pathlib import Path

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.graphql"))
CITY = "ariquemes-ro"
"""The city that Q3 and Q5 ask for: it is there in content of every size."""


def document_of(name: str) -> str:
    return (HERE / f"{name}.graphql").read_text(encoding="utf-8")


def statement_of(name: str) -> str:
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")


def title_of(name: str) -> str:
    """Return what the question asks, in words: the first line of its document."""
    return document_of(name).partition("\n")[0].removeprefix("# ")
