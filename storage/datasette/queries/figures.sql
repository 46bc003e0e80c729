select * from event_quantities where event_id = ? order by conflicting desc, role
