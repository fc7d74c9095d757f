-- One name once per owner, and once among those of no owner (delivered with the system).
create unique index tabulation_owner_name on tabulate.tabulation (coalesce(owner_id, 0), (name ->> 'zh-CN'));
