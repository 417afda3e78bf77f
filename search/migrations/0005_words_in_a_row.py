"""PostgreSQL's full-text index knows which words follow each other, so that a phrase is found without reading every
page that has its words."""

from django.db import migrations

# Two words in a row leave one of 65,536 marks, so that the index stays small. What shares a mark is told apart by the
# places of the words, which are asked for as well.
PAIRS = """
    CREATE FUNCTION search_pairs(spoken text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
        SELECT coalesce(array_to_tsvector(array_agg(DISTINCT '~' || left(md5(word || ' ' || following), 4))), '')
        FROM (
            SELECT word, lead(word) OVER (ORDER BY place) AS following
            FROM unnest(string_to_array(spoken, ' ')) WITH ORDINALITY AS said (word, place) WHERE word <> ''
        ) AS pair
        WHERE following IS NOT NULL
    $$
"""
INDEX_ENTRY = """
    CREATE OR REPLACE FUNCTION search_index_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO search_fulltext (page_id, path, depth, kind, key, title, words)
        SELECT id, path, depth, new.kind_id, CAST(CAST(id AS text) AS xid), new.title,
            to_tsvector('simple'::regconfig, new.title) || to_tsvector('simple'::regconfig, new.summary) ||
            to_tsvector('simple'::regconfig, new.body) ||
            to_tsvector('simple'::regconfig, regexp_replace(new.title, '(\\S+)', '0a\\1', 'g')) ||
            to_tsvector('simple'::regconfig, regexp_replace(new.summary, '(\\S+)', '0b\\1', 'g')) ||
            search_pairs(concat_ws(' ', new.title, new.summary, new.body))
        FROM wagtailcore_page WHERE id = new.page_id
        ON CONFLICT (page_id) DO UPDATE SET
            path = excluded.path, depth = excluded.depth, kind = excluded.kind, title = excluded.title,
            words = excluded.words;
        RETURN NULL;
    END
    $$
"""
# The index stays in place meanwhile: dropping it would keep visitors waiting until all is written.
# Room is left between the short rows: in a table of few blocks PostgreSQL would rather read all of it, and the words of
# each row beside it, than the index.
STATEMENTS = [
    PAIRS,
    INDEX_ENTRY,
    "ALTER TABLE search_fulltext SET (fillfactor = 20)",
    "UPDATE search_searchentry SET page_id = page_id",
]


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in STATEMENTS:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_kinds_and_narrow_rows")]

    operations = [migrations.RunPython(forwards)]
