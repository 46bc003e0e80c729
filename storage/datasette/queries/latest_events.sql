select e.*, e.start_conflicting or e.end_conflicting or exists (
  select 1 from event_quantities q where q.event_id = e.id and q.conflicting
) as conflicts
from events e
order by e.last_reported_at desc, e.id
limit 40
