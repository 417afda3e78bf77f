"""The databases' own full-text indexes of the entries: each keeps its index right by itself."""

from django.db import migrations

POSTGRESQL = [
    """
    ALTER TABLE search_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, title), 'A') ||
        setweight(to_tsvector('simple'::regconfig, summary), 'B') ||
        setweight(to_tsvector('simple'::regconfig, body), 'C')
    ) STORED
    """,
    # Of a match the index tells that it is there, and this short column where: the long one is not read.
    """
    ALTER TABLE search_searchentry ADD COLUMN head tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, title), 'A') ||
        setweight(to_tsvector('simple'::regconfig, summary), 'B')
    ) STORED
    """,
    "CREATE INDEX search_searchentry_vector ON search_searchentry USING gin (vector)",
]
SQLITE = [
    """
    CREATE VIRTUAL TABLE search_fulltext USING fts5(
        title, summary, body, content='search_searchentry', content_rowid='page_id', tokenize='ascii'
    )
    """,
    """
    CREATE TRIGGER search_entry_inserted AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_fulltext(rowid, title, summary, body)
        VALUES (new.page_id, new.title, new.summary, new.body);
    END
    """,
    """
    CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_fulltext(search_fulltext, rowid, title, summary, body)
        VALUES ('delete', old.page_id, old.title, old.summary, old.body);
    END
    """,
    """
    CREATE TRIGGER search_entry_updated AFTER UPDATE ON search_searchentry BEGIN
        INSERT INTO search_fulltext(search_fulltext, rowid, title, summary, body)
        VALUES ('delete', old.page_id, old.title, old.summary, old.body);
        INSERT INTO search_fulltext(rowid, title, summary, body)
        VALUES (new.page_id, new.title, new.summary, new.body);
    END
    """,
]
UNDO = {
    "postgresql": [
        "DROP INDEX search_searchentry_vector",
        "ALTER TABLE search_searchentry DROP COLUMN vector, DROP COLUMN head",
    ],
    "sqlite": [
        *(f"DROP TRIGGER search_entry_{event}" for event in ("inserted", "deleted", "updated")),
        "DROP TABLE search_fulltext",
    ],
}


def forwards(apps, schema_editor):
    for statement in {"postgresql": POSTGRESQL, "sqlite": SQLITE}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_first_synonyms")]

    operations = [migrations.RunPython(forwards, backwards)]
