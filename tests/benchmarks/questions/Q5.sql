WITH found AS MATERIALIZED (
    SELECT entry.page_id, kind.facets, entry.text, page.title, page.url_path, page.content_type_id,
        ts_rank(indexed.words, 'ariquem') AS score
    FROM search_fulltext AS indexed
    JOIN search_searchentry AS entry ON entry.page_id = indexed.page_id
    JOIN search_searchkind AS kind ON kind.id = entry.kind_id
    JOIN wagtailcore_page AS page ON page.id = indexed.page_id AND page.live
    WHERE indexed.words @@ 'ariquem'::tsquery
),
counts AS (
    SELECT split_part(facet, ':', 1) AS name, split_part(facet, ':', 2) AS stored, count(*) AS count
    FROM found, unnest(string_to_array(found.facets, ' ')) AS facet
    GROUP BY facet
),
best AS (
    SELECT found.*, kind.model FROM found
    JOIN django_content_type AS kind ON kind.id = found.content_type_id
    ORDER BY score DESC, page_id
    LIMIT 20
)
SELECT json_build_object('data', json_build_object('search', json_build_object(
    'totalCount', (SELECT count(*) FROM found),
    'facets', json_build_object(
        'type', (
            SELECT json_agg(json_build_object(
                'value', CASE kind.model WHEN 'citypage' THEN 'CITY' WHEN 'workfrontpage' THEN 'WORK_FRONT' ELSE upper(kind.model) END,
                'count', counts.count
            ) ORDER BY counts.count DESC)
            FROM counts JOIN django_content_type AS kind ON kind.id = CASE counts.name WHEN 'type' THEN counts.stored::integer END WHERE counts.name = 'type'
        ),
        'state', (
            SELECT json_agg(json_build_object('value', stored, 'count', count) ORDER BY count DESC)
            FROM counts WHERE name = 'state'
        ),
        'area', (
            SELECT json_agg(json_build_object('value', page.slug, 'count', counts.count) ORDER BY counts.count DESC, page.path)
            FROM counts JOIN wagtailcore_page AS page ON page.translation_key = CASE counts.name WHEN 'area' THEN counts.stored::uuid END AND page.live
            WHERE counts.name = 'area'
        ),
        'status', (
            SELECT json_agg(json_build_object('value', upper(stored), 'count', count) ORDER BY count DESC)
            FROM counts WHERE name = 'status'
        )
    ),
    'nodes', (
        SELECT json_agg(json_build_object(
            'score', score,
            'excerpt', ts_headline('simple', text, 'ariquemes'),
            'page', json_build_object(
                '__typename', CASE model WHEN 'citypage' THEN 'CityPage' WHEN 'workfrontpage' THEN 'WorkFrontPage' ELSE model END,
                'id', encode(convert_to(
                    CASE model WHEN 'citypage' THEN 'CityPage' ELSE 'WorkFrontPage' END || ':' || page_id, 'UTF8'
                ), 'base64'),
                'title', title,
                'path', substr(url_path, 6)
            )
        ) ORDER BY score DESC, page_id)
        FROM best
    )
)))::text
