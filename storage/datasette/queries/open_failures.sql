select outlet_id, coalesce(class, stage) as class, count(*) as failures
from failures
where resolved_at is null and outlet_id is not null
group by 1, 2
order by 1, 2
