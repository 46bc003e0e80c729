select other.id, other.title, o.name as outlet
from articles a
join articles other on other.story_id = a.story_id and other.id != a.id
join outlets o on o.id = other.outlet_id
where a.id = ?
order by other.published_at
