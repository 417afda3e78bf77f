SELECT json_build_object('data', json_build_object('areas', json_build_object('nodes', json_agg(
    json_build_object(
        'id', encode(convert_to('AreaPage:' || page.id, 'UTF8'), 'base64'),
        'title', page.title,
        'path', substr(page.url_path, 6),
        'summary', area.summary,
        'order', area."order",
        'colour', area.colour,
        'icon', upper(area.icon)
    ) ORDER BY area."order", page.id
))))::text
FROM home_areapage AS area
JOIN wagtailcore_page AS page ON page.id = area.page_ptr_id AND page.live
