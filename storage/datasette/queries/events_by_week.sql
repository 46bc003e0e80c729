select date(first_reported_at, 'weekday 0', '-6 days') as week, type, count(*) as events
from events
where first_reported_at >= (
  select date(max(first_reported_at), 'weekday 0', '-181 days') from events
)
group by week, type
order by week, type
