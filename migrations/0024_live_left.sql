-- What a session leaves. Links to what came of it, put there by whoever runs it.
create table live.outcome (
  id text primary key,
  session_id text not null references live.stage on delete cascade,
  seq bigint generated always as identity,
  title text not null,
  lang text not null check (lang ~ '^[a-z]{2,3}$'),
  url text not null check (url ~ '^(https://|/s/)')
);
create index outcome_session on live.outcome (session_id, seq);
create index outcome_url on live.outcome (url) where url like '/s/%';
comment on table live.outcome is 'What came of a session: public links. They stay as long as the session does, or until they are taken away.';
comment on column live.outcome.id is 'T0';
comment on column live.outcome.session_id is 'T0';
comment on column live.outcome.seq is 'T0';
comment on column live.outcome.title is 'T0: empty for a session of this site, which has its own';
comment on column live.outcome.lang is 'T0: of the title';
comment on column live.outcome.url is 'T0: an https address, or /s/<id> for a session of this site';

-- Recorded statements may be mentioned on the session's page only where whoever sent them said so.
alter table live.statement add column listed boolean not null default false;
comment on column live.statement.listed is 'T1: the page of the session may say under which name and when it was played';

create table live.played (
  session_id text not null references live.stage on delete cascade,
  identity text not null,
  owner bytea not null,
  shown_as text not null,
  second integer not null check (second >= 0),
  seconds integer not null,
  primary key (session_id, identity)
);
comment on table live.played is 'Statements that were played on the stage, where their speakers want that to stay known. No recording is kept. They stay as long as the session does, or until the speaker takes them back or leaves.';
comment on column live.played.session_id is 'T0';
comment on column live.played.identity is 'T1: the seat of whoever sent it';
comment on column live.played.owner is 'T2: blind index of session and person';
comment on column live.played.shown_as is 'T0: the name they chose in this session';
comment on column live.played.second is 'T0: from the start of the session, when it was first played';
comment on column live.played.seconds is 'T0: how long it is';
