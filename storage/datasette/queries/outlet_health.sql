select o.id, o.name,
  (select count(*) from sources s where s.outlet_id = o.id) as sources,
  coalesce(
    (
      select max(s.checked_at) from sources s
      where s.outlet_id = o.id and s.status in ('ok', 'unchanged')
    ),
    (select max(a.fetched_at) from articles a where a.outlet_id = o.id)
  ) as last_success,
  (select max(n.seen_at) from seen n where n.outlet_id = o.id) as last_entry,
  (select count(*) from articles a where a.outlet_id = o.id) as articles,
  (
    select count(*) from failures f where f.outlet_id = o.id and f.resolved_at is null
  ) as failures
from outlets o
order by o.id
