-- the latest: hundreds of long texts would take over 1 GB
select * from article_versions where article_id = ? order by seen_at desc limit 50
