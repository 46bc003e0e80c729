-- names are marked wherever the text has them, the rest only where a report takes it from
with told as not materialized (
  select id, train_name, train_number, cause from reports where article_id = ?
)
select 'organisation' as kind, m.role, m.name, 1 as is_name
from told
join report_organisations m on m.report_id = told.id
where m.name != ''
union
select 'place', m.role, m.name, 1
from told
join report_places m on m.report_id = told.id
where m.name != ''
union
select 'train', 'train', train_name, 1 from told where train_name != ''
union
select 'train', 'train', train_number, 0 from told where train_number != ''
union
select 'cause', 'cause', cause, 0 from told where cause != ''
