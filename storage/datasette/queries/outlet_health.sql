-- a part of a source (check_every 0) comes and goes: it is none of the outlet's own
select o.id, o.name,
  (
    select count(*) from sources s where s.outlet_id = o.id and s.check_every is not 0
  ) as sources,
  (
    select count(*) from sources s
    where s.outlet_id = o.id and s.check_every is not 0 and s.status in ('soft', 'hard')
  ) as useless,
  (
    select max(s.succeeded_at) from sources s
    where s.outlet_id = o.id and s.check_every is not 0
  ) as last_success,
  (select max(n.seen_at) from seen n where n.outlet_id = o.id) as last_entry,
  (
    select f.reason from failures f
    where f.outlet_id = o.id and f.resolved_at is null and f.class in ('canary', 'stale')
    order by f.id desc limit 1
  ) as shortfall,
  (
    select f.reason from sources s join failures f on f.url = s.url and f.resolved_at is null
    where s.outlet_id = o.id and s.check_every is not 0 and s.status in ('soft', 'hard')
    order by f.id desc limit 1
  ) as source_fault
from outlets o
order by o.id
