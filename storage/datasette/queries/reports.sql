select r.id, r.factuality, r.start, r.end, r.start_utc, r.end_utc, r.sentence, r.article_id, a.title as headline, a.url, a.outlet_id, a.wire_credit,
  coalesce(a.published_at, a.fetched_at) as published_at, o.name as outlet, c.gone_at,
  (
    select group_concat(replace(q.role, '_', ' ') || ': “' || q.text || '”', ', ')
    from report_quantities q
    where q.report_id = r.id and q.text != ''
  ) as figures
from reports r
join articles a on a.id = r.article_id
join outlets o on o.id = a.outlet_id
left join page_checks c on c.article_id = a.id
where r.event_id = ?
-- by when each was told, as storage/told.py has it
order by min(coalesce(a.published_at, a.first_fetched_at, a.fetched_at), coalesce(a.first_fetched_at, a.fetched_at)), r.id
