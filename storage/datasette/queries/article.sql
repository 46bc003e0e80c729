select a.*, o.name as outlet
from articles a
join outlets o on o.id = a.outlet_id
where a.id = ?
