select 'organisation' as kind, m.role, m.name
from reports r
join report_organisations m on m.report_id = r.id
where r.article_id = ? and m.name != ''
union
select 'place', m.role, m.name
from reports r
join report_places m on m.report_id = r.id
where r.article_id = ? and m.name != ''
