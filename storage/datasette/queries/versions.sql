select * from article_versions where article_id = ? order by seen_at desc
