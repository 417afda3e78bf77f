WITH city AS MATERIALIZED (
    SELECT page.id, page.title, page.url_path, city.sort_title, city.summary, city.status, city.hero_alt, city.hero_image_id
    FROM cities_citypage AS city
    JOIN wagtailcore_page AS page ON page.id = city.page_ptr_id AND page.live
    ORDER BY city.sort_title, page.id
    LIMIT 20
),
area AS MATERIALIZED (
    SELECT page.id, area."order", json_build_object(
        'id', encode(convert_to('AreaPage:' || page.id, 'UTF8'), 'base64'),
        'title', page.title,
        'path', substr(page.url_path, 6)
    ) AS whole
    FROM home_areapage AS area
    JOIN wagtailcore_page AS page ON page.id = area.page_ptr_id AND page.live
),
areas AS (
    SELECT link.citypage_id AS city_id, json_agg(area.whole ORDER BY area."order", area.id) AS nodes
    FROM cities_citypage_areas AS link
    JOIN area ON area.id = link.areapage_id
    WHERE link.citypage_id IN (SELECT id FROM city)
    GROUP BY link.citypage_id
)
SELECT json_build_object('data', json_build_object('cities', json_build_object('nodes', json_agg(
    json_build_object(
        'id', encode(convert_to('CityPage:' || city.id, 'UTF8'), 'base64'),
        'title', city.title,
        'path', substr(city.url_path, 6),
        'summary', city.summary,
        'status', upper(city.status),
        'heroImage', CASE WHEN image.id IS NOT NULL THEN json_build_object(
            'url', image.file,
            'width', least(image.width, 1280),
            'height', image.height * least(image.width, 1280) / image.width,
            'alt', city.hero_alt
        ) END,
        'areas', coalesce(areas.nodes, '[]')
    ) ORDER BY city.sort_title, city.id
))))::text
FROM city
LEFT JOIN cms_customimage AS image ON image.id = city.hero_image_id
LEFT JOIN areas ON areas.city_id = city.id
