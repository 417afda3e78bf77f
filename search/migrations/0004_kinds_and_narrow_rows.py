"""Facets are kept once a kind, and PostgreSQL's full-text index stands on short rows of its own."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    "INSERT INTO search_searchkind (facets) SELECT DISTINCT facets FROM search_searchentry",
    """
    UPDATE search_searchentry SET kind_id = (
        SELECT kind.id FROM search_searchkind AS kind WHERE kind.facets = search_searchentry.facets
    )
    """,
]
# A row is read for every page that is found, so it is short: most often PostgreSQL keeps its words beside the table.
# They tell by themselves where they stand, for the index keeps no weights: 0a before those of the title, 0b before
# those of the summary. What tells rows apart is no number, for numbers may be sorted: many are grouped by hashing.
POSTGRESQL = [
    """
    CREATE TABLE search_fulltext (
        page_id integer PRIMARY KEY REFERENCES search_searchentry (page_id) ON DELETE CASCADE,
        path text COLLATE "C" NOT NULL,
        depth integer NOT NULL,
        kind bigint NOT NULL,
        key xid NOT NULL,
        title text NOT NULL,
        words tsvector NOT NULL
    ) WITH (toast_tuple_target = 128)
    """,
    # No statistics, or a word that most pages have would be looked for in every page instead of the index.
    "ALTER TABLE search_fulltext ALTER COLUMN words SET STATISTICS 0, ALTER COLUMN words SET STORAGE EXTERNAL",
    """
    CREATE FUNCTION search_index_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO search_fulltext (page_id, path, depth, kind, key, title, words)
        SELECT id, path, depth, new.kind_id, CAST(CAST(id AS text) AS xid), new.title,
            to_tsvector('simple'::regconfig, new.title) || to_tsvector('simple'::regconfig, new.summary) ||
            to_tsvector('simple'::regconfig, new.body) ||
            to_tsvector('simple'::regconfig, regexp_replace(new.title, '(\\S+)', '0a\\1', 'g')) ||
            to_tsvector('simple'::regconfig, regexp_replace(new.summary, '(\\S+)', '0b\\1', 'g'))
        FROM wagtailcore_page WHERE id = new.page_id
        ON CONFLICT (page_id) DO UPDATE SET
            path = excluded.path, depth = excluded.depth, kind = excluded.kind, title = excluded.title,
            words = excluded.words;
        RETURN NULL;
    END
    $$
    """,
    # Moving a page writes the paths of all that comes along, and of what makes room, by SQL alone.
    """
    CREATE FUNCTION search_follow_page() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE search_fulltext SET path = new.path, depth = new.depth WHERE page_id = new.id;
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE TRIGGER search_page_moved AFTER UPDATE ON wagtailcore_page FOR EACH ROW
    WHEN (old.path IS DISTINCT FROM new.path) EXECUTE FUNCTION search_follow_page()
    """,
    "DROP INDEX search_searchentry_vector",
    "ALTER TABLE search_searchentry DROP COLUMN vector, DROP COLUMN head",
    """
    CREATE TRIGGER search_entry_written AFTER INSERT OR UPDATE ON search_searchentry
    FOR EACH ROW EXECUTE FUNCTION search_index_entry()
    """,
    "UPDATE search_searchentry SET page_id = page_id",
    "CREATE INDEX search_fulltext_words ON search_fulltext USING gin (words)",
]
SQLITE = [
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
DROP_SQLITE = [f"DROP TRIGGER IF EXISTS search_entry_{event}" for event in ("inserted", "deleted", "updated")]


def run(statements):
    def forwards(apps, schema_editor):
        for statement in statements.get(schema_editor.connection.vendor, []):
            schema_editor.execute(statement)

    return migrations.RunPython(forwards)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_full_text")]

    operations = [
        run({"sqlite": DROP_SQLITE}),  # SQLite makes a table anew to change it, and leaves its triggers behind
        migrations.CreateModel(
            name="SearchKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facets", models.TextField(unique=True)),
            ],
            options={"verbose_name": "search kind", "verbose_name_plural": "search kinds"},
        ),
        migrations.AddField(
            model_name="searchentry",
            name="kind",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="search.searchkind",
            ),
        ),
        run({"sqlite": KINDS, "postgresql": [*KINDS, "SET CONSTRAINTS ALL IMMEDIATE"]}),
        migrations.AlterField(
            model_name="searchentry",
            name="kind",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="search.searchkind",
            ),
        ),
        migrations.RemoveField(model_name="searchentry", name="facets"),
        run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
    ]
