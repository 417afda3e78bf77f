SELECT json_build_object('data', json_build_object('city', json_build_object(
    'id', encode(convert_to('CityPage:' || page.id, 'UTF8'), 'base64'),
    'title', page.title,
    'slug', page.slug,
    'path', substr(page.url_path, 6),
    'url', 'http://localhost:3000' || substr(page.url_path, 6),
    'lastPublishedAt', to_char(page.last_published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
    'status', upper(city.status),
    'sinceYear', city.since_year,
    'untilYear', city.until_year,
    'reviewedOn', city.reviewed_on,
    'summary', city.summary,
    'breadcrumbs', (
        SELECT json_agg(json_build_object('title', above.title, 'path', substr(above.url_path, 6)) ORDER BY above.depth)
        FROM wagtailcore_page AS above
        WHERE above.path IN (substr(page.path, 1, 8), substr(page.path, 1, 12), page.path) AND above.live
    ),
    'seo', json_build_object(
        'title', coalesce(nullif(page.seo_title, ''), page.title),
        'description', coalesce(nullif(page.search_description, ''), city.summary),
        'canonicalUrl', 'http://localhost:3000' || substr(page.url_path, 6),
        'robots', 'index, follow, max-image-preview:large'
    ),
    'population', json_build_object(
        'count', city.population, 'year', city.population_year, 'source', city.population_source
    ),
    'municipality', json_build_object(
        'id', encode(convert_to('Municipality:' || place.ibge_code, 'UTF8'), 'base64'),
        'ibgeCode', place.ibge_code,
        'name', place.name,
        'state', place.state,
        'region', CASE
            WHEN place.state IN ('AC', 'AP', 'AM', 'PA', 'RO', 'RR', 'TO') THEN 'NORTH'
            WHEN place.state IN ('DF', 'GO', 'MT', 'MS') THEN 'CENTRAL_WEST'
            WHEN place.state IN ('ES', 'MG', 'RJ', 'SP') THEN 'SOUTHEAST'
            WHEN place.state IN ('PR', 'RS', 'SC') THEN 'SOUTH'
            ELSE 'NORTHEAST'
        END,
        'latitude', place.latitude,
        'longitude', place.longitude
    ),
    'heroImage', CASE WHEN image.id IS NOT NULL THEN json_build_object(
        'url', image.file,
        'width', least(image.width, 1280),
        'height', image.height * least(image.width, 1280) / image.width,
        'alt', city.hero_alt,
        'credit', nullif(image.credit, '')
    ) END,
    'areas', (
        SELECT coalesce(json_agg(json_build_object(
            'id', encode(convert_to('AreaPage:' || own.id, 'UTF8'), 'base64'),
            'title', own.title,
            'path', substr(own.url_path, 6),
            'summary', area.summary,
            'colour', area.colour,
            'icon', upper(area.icon)
        ) ORDER BY area."order", own.id), '[]')
        FROM cities_citypage_areas AS link
        JOIN home_areapage AS area ON area.page_ptr_id = link.areapage_id
        JOIN wagtailcore_page AS own ON own.id = area.page_ptr_id AND own.live
        WHERE link.citypage_id = page.id
    ),
    'leaders', (
        SELECT coalesce(json_agg(json_build_object(
            'id', encode(convert_to('Person:' || person.id, 'UTF8'), 'base64'),
            'name', person.name,
            'role', person.role,
            'organisation', nullif(person.organisation, '')
        ) ORDER BY link.sort_order), '[]')
        FROM cities_cityleader AS link
        JOIN home_person AS person ON person.id = link.person_id AND person.live
        WHERE link.page_id = page.id
    ),
    'milestones', (
        SELECT coalesce(json_agg(json_build_object(
            'id', encode(convert_to('Milestone:' || stone.id, 'UTF8'), 'base64'),
            'date', stone.date,
            'precision', upper(stone.precision),
            'title', stone.title,
            'text', nullif(stone.text, '')
        ) ORDER BY stone.date, stone.id), '[]')
        FROM cities_milestone AS stone
        WHERE stone.page_id = page.id
    ),
    'measurements', json_build_object('nodes', (
        SELECT coalesce(json_agg(json_build_object(
            'id', encode(convert_to('Measurement:' || measured.id, 'UTF8'), 'base64'),
            'date', measured.date,
            'value', measured.value::double precision,
            'kind', upper(measured.kind),
            'source', measured.source,
            'indicator', json_build_object(
                'id', encode(convert_to('Indicator:' || indicator.id, 'UTF8'), 'base64'),
                'name', indicator.name,
                'unit', indicator.unit,
                'direction', upper(indicator.direction)
            )
        ) ORDER BY measured.date, measured.id), '[]')
        FROM (
            SELECT * FROM cities_measurement WHERE city_id = page.id ORDER BY date, id LIMIT 20
        ) AS measured
        JOIN cities_indicator AS indicator ON indicator.id = measured.indicator_id AND indicator.live
    )),
    'workFronts', (
        SELECT json_build_object('totalCount', count(*), 'nodes', coalesce(json_agg(json_build_object(
            'id', encode(convert_to('WorkFrontPage:' || own.id, 'UTF8'), 'base64'),
            'title', own.title,
            'path', substr(own.url_path, 6),
            'summary', front.summary,
            'status', upper(front.status),
            'startedYear', front.started_year,
            'endedYear', front.ended_year,
            'area', CASE WHEN area.id IS NOT NULL THEN json_build_object(
                'id', encode(convert_to('AreaPage:' || area.id, 'UTF8'), 'base64'),
                'title', area.title,
                'path', substr(area.url_path, 6)
            ) END
        ) ORDER BY front.sort_title, own.id), '[]'))
        FROM cities_workfrontpage AS front
        JOIN wagtailcore_page AS own ON own.id = front.page_ptr_id AND own.live
        LEFT JOIN wagtailcore_page AS area ON area.id = front.area_id AND area.live
        WHERE front.city_id = page.id
    ),
    'body', city.body,
    'named', (
        SELECT json_object_agg(named.id, json_build_object('title', named.title, 'path', substr(named.url_path, 6)))
        FROM wagtailcore_page AS named
        WHERE named.live AND named.id = ANY(ARRAY(
            SELECT key::integer FROM jsonb_path_query(city.body, '$[*].value.cards[*].value.page') AS key
            UNION ALL
            SELECT key::integer FROM jsonb_path_query(city.body, '$[*].value.cities[*].value') AS key
        ))
    ),
    'shown', (
        SELECT json_object_agg(shown.id, shown.file)
        FROM cms_customimage AS shown
        WHERE shown.id = ANY(ARRAY(
            SELECT key::bigint FROM jsonb_path_query(city.body, '$[*].value.image.image') AS key
        ))
    )
)))::text
FROM cities_citypage AS city
JOIN wagtailcore_page AS page ON page.id = city.page_ptr_id AND page.live
LEFT JOIN cities_municipality AS place ON place.ibge_code = city.municipality_id
LEFT JOIN cms_customimage AS image ON image.id = city.hero_image_id
WHERE page.slug = 'ariquemes-ro'
