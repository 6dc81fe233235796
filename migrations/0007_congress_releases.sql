-- What each version of a programme changed, session by session: for the change log, the feed, and who is to be told.

alter table congress.release add column kind text not null default 'release' check (kind in ('release', 'correction'));
alter table congress.release add column sessions integer not null default 0;
alter table congress.release add column touched integer not null default 0;
alter table congress.release add column counts jsonb not null default '{}';
alter table congress.release add column hushed boolean not null default false;
comment on column congress.release.kind is 'T0: a correction changes one session during the event';
comment on column congress.release.sessions is 'T0: how many sessions it holds';
comment on column congress.release.touched is 'T0: how many sessions it changed';
comment on column congress.release.counts is 'T0: the same by kind of change; a session may have several';
comment on column congress.release.hushed is 'T1: what this version and all before it changed is told to the public in numbers only';
update congress.release set sessions = jsonb_array_length(programme -> 'sessions');

create table congress.release_change (
  release_id text not null references congress.release on delete cascade,
  session_id text not null references congress.session on delete cascade,
  position integer not null,
  kinds text[] not null,
  was jsonb,
  now jsonb,
  primary key (release_id, session_id)
);
create index release_change_session on congress.release_change (session_id);
comment on table congress.release_change is 'How a release differs from the one before it; the first one differs from nothing and has no rows.';
comment on column congress.release_change.release_id is 'T0';
comment on column congress.release_change.session_id is 'T0';
comment on column congress.release_change.position is 'T0: its place in the list of differences';
comment on column congress.release_change.kinds is 'T0: added, removed, moved_time… a session may have several';
comment on column congress.release_change.was is 'T1: title, time, room, languages and people as they were public before; null when it is new. Public without people who are gone.';
comment on column congress.release_change.now is 'T0: the same as they are in this release; null when it is gone';
