"""The triggers on PostgreSQL: once a statement, and the versions last in the transaction.

A statement notes in ``cms_contentchange`` which kinds it changed. A deferred trigger of that table changes their
versions when all else is done and the transaction is about to be committed: the rows that all publishers share
are locked for that moment, always in the same order.
"""

from cms.versions.kinds import ALL, OF_DRAFTS, PART, ROOTS, Table, parted_tables, tables

EVENTS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
    "TRUNCATE": "",
}

IGNORED = "ARRAY[{}]".format(", ".join(f"'{column}'" for column in OF_DRAFTS))

COMMON = f"""
CREATE OR REPLACE FUNCTION content_note(kinds text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO cms_contentchange (transaction, kind) SELECT txid_current(), kind FROM unnest(kinds) AS kind
    ON CONFLICT DO NOTHING
$$;
CREATE OR REPLACE FUNCTION content_kind(content_type integer) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT app_label || '.' || model FROM django_content_type WHERE id = content_type
$$;
CREATE OR REPLACE FUNCTION content_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind <> '{ALL}' THEN
        -- its turn comes after whatever else is deferred: foreign keys wait for rows, and we would wait for them
        PERFORM content_note(ARRAY['{ALL}']);
        RETURN NULL;
    END IF;
    -- all publishers wait for this row first, so that no two wait for each other
    UPDATE cms_contentversion SET version = hashtextextended(gen_random_uuid()::text, 0) WHERE kind = '{ALL}';
    UPDATE cms_contentversion SET version = hashtextextended(gen_random_uuid()::text, 0)
        WHERE kind IN (SELECT kind FROM cms_contentchange WHERE transaction = txid_current()) AND kind <> '{ALL}';
    INSERT INTO cms_contentversion (kind, version)
        SELECT kind, hashtextextended(gen_random_uuid()::text, 0) FROM cms_contentchange
        WHERE transaction = txid_current() AND kind LIKE '%{PART}%' ON CONFLICT (kind) DO NOTHING;
    DELETE FROM cms_contentchange WHERE transaction = txid_current();
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS content_commit ON cms_contentchange;
CREATE CONSTRAINT TRIGGER content_commit AFTER INSERT ON cms_contentchange
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION content_commit();
"""  # noqa: S608  (names of ours, here and below)

TRUNCATED = "PERFORM content_note(ARRAY(SELECT kind FROM cms_contentversion));"

PAGE = f"""
CREATE OR REPLACE FUNCTION content_of_pages() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        changed := ARRAY(
            SELECT content_kind(content_type_id) FROM new_rows
            UNION SELECT '{ROOTS}' FROM new_rows WHERE content_is_root(translation_key));
    ELSIF TG_OP = 'DELETE' THEN
        changed := ARRAY(
            SELECT content_kind(content_type_id) FROM old_rows
            UNION SELECT content_kinds_below(path) FROM old_rows
            UNION SELECT '{ROOTS}' FROM old_rows WHERE content_is_root(translation_key));
    ELSIF TG_OP = 'UPDATE' THEN
        changed := ARRAY(
            WITH pairs AS (
                SELECT o.path AS old_path, n.path AS new_path,
                    o.content_type_id AS old_type, n.content_type_id AS new_type,
                    o.translation_key AS old_group, n.translation_key AS new_group,
                    ROW(o.live, o.expire_at, o.go_live_at, o.title, o.translation_key, o.path)
                        IS DISTINCT FROM
                    ROW(n.live, n.expire_at, n.go_live_at, n.title, n.translation_key, n.path) AS shows_below,
                    ROW(o.live, o.expire_at, o.go_live_at, o.translation_key, o.path, o.url_path, o.locale_id)
                        IS DISTINCT FROM
                    ROW(n.live, n.expire_at, n.go_live_at, n.translation_key, n.path, n.url_path, n.locale_id)
                        AS is_elsewhere
                FROM old_rows o FULL JOIN new_rows n ON n.id = o.id
                WHERE (to_jsonb(o) - {IGNORED}) IS DISTINCT FROM (to_jsonb(n) - {IGNORED})
            )
            SELECT content_kind(old_type) FROM pairs
            UNION SELECT content_kind(new_type) FROM pairs
            UNION SELECT content_kinds_below(old_path) FROM pairs WHERE shows_below
            UNION SELECT content_kinds_below(new_path) FROM pairs WHERE shows_below
            UNION SELECT '{ROOTS}' FROM pairs
                WHERE is_elsewhere AND (content_is_root(old_group) OR content_is_root(new_group)));
    ELSE
        {TRUNCATED}
        RETURN NULL;
    END IF;
    PERFORM content_note(changed);
    RETURN NULL;
END $$;
"""  # noqa: S608

BELOW = """
CREATE OR REPLACE FUNCTION content_kinds_below(top text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT content_kind(content_type_id) FROM (
        SELECT DISTINCT content_type_id FROM wagtailcore_page WHERE path ~>~ top AND path ~<~ (top || '~')
    ) AS below
$$;
CREATE OR REPLACE FUNCTION content_is_root(page_group uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM wagtailcore_site AS site JOIN wagtailcore_page AS page ON page.id = site.root_page_id
        WHERE page.translation_key = page_group)
$$;
"""

RESTRICTION = f"""
CREATE OR REPLACE FUNCTION content_of_restrictions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE pages integer[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        pages := ARRAY(SELECT page_id FROM new_rows);
    ELSIF TG_OP = 'DELETE' THEN
        pages := ARRAY(SELECT page_id FROM old_rows);
    ELSIF TG_OP = 'UPDATE' THEN
        pages := ARRAY(
            SELECT page_id FROM (TABLE new_rows EXCEPT TABLE old_rows) AS after
            UNION SELECT page_id FROM (TABLE old_rows EXCEPT TABLE new_rows) AS before);
    ELSE
        {TRUNCATED}
        RETURN NULL;
    END IF;
    PERFORM content_note(ARRAY(
        SELECT content_kind(content_type_id) FROM wagtailcore_page WHERE id = ANY (pages)
        UNION SELECT content_kinds_below(path) FROM wagtailcore_page WHERE id = ANY (pages)));
    RETURN NULL;
END $$;
"""  # noqa: S608


def functions() -> list[str]:
    """Return what makes the functions that triggers run."""
    parted = map(_function_of_parts, parted_tables())
    return [COMMON, BELOW, PAGE, RESTRICTION, *(_function(table) for table in tables()), *parted]


def triggers() -> dict[tuple[str, str], str]:
    """Return what makes each trigger, by its table and its name."""
    runs = {table.name: _name(table) for table in (*tables(), *parted_tables())}
    runs |= {"wagtailcore_page": "content_of_pages", "wagtailcore_pageviewrestriction": "content_of_restrictions"}
    return {
        (table, f"content_{event.lower()}"): f'CREATE TRIGGER content_{event.lower()} AFTER {event} ON "{table}" '
        f"{rows} FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        for table, function in runs.items()
        for event, rows in EVENTS.items()
    }


def _function(table: Table) -> str:
    kinds = ", ".join(f"'{kind}'" for kind in table.kinds)
    without = f"to_jsonb(%s) - {IGNORED}" if table.ignored else "%s"
    return f"""
CREATE OR REPLACE FUNCTION {_name(table)}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE is_changed boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        is_changed := EXISTS (SELECT 1 FROM new_rows);
    ELSIF TG_OP = 'DELETE' THEN
        is_changed := EXISTS (SELECT 1 FROM old_rows);
    ELSIF TG_OP = 'UPDATE' THEN
        is_changed := EXISTS (
            SELECT 1 FROM old_rows o FULL JOIN new_rows n ON n."{table.key}" = o."{table.key}"
            WHERE {without % "o"} IS DISTINCT FROM {without % "n"});
    ELSE
        {TRUNCATED}
    END IF;
    IF is_changed THEN
        PERFORM content_note(ARRAY[{kinds}]);
    END IF;
    RETURN NULL;
END $$;
"""  # noqa: S608


def _function_of_parts(table: Table) -> str:
    column, where = table.model.version_of, table.model.version_where  # type: ignore[attr-defined]
    label = table.kinds[0]
    of_rows = {
        rows: f"SELECT DISTINCT '{label}{PART}' || {column} FROM {rows} WHERE {where}"  # noqa: S608
        for rows in ("old_rows", "new_rows")
    }
    return f"""
CREATE OR REPLACE FUNCTION {_name(table)}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        changed := ARRAY({of_rows["new_rows"]});
    ELSIF TG_OP = 'DELETE' THEN
        changed := ARRAY({of_rows["old_rows"]});
    ELSIF TG_OP = 'UPDATE' THEN
        changed := ARRAY({of_rows["old_rows"]} UNION {of_rows["new_rows"]});
    ELSE
        changed := ARRAY(SELECT kind FROM cms_contentversion WHERE kind LIKE '{label}{PART}%');
    END IF;
    IF changed <> '{{}}' THEN
        PERFORM content_note(changed);
    END IF;
    RETURN NULL;
END $$;
"""  # noqa: S608


def _name(table: Table) -> str:
    return f"content_of_{table.name}"[:63]
