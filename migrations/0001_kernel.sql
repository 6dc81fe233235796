create extension if not exists pg_trgm;

create table kernel.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  object text not null,
  details jsonb not null default '{}',
  hash bytea not null
);
comment on table kernel.audit is 'What staff did, append-only, each hash covers the one before.';
comment on column kernel.audit.id is 'T1';
comment on column kernel.audit.at is 'T1';
comment on column kernel.audit.actor is 'T1';
comment on column kernel.audit.action is 'T1';
comment on column kernel.audit.object is 'T1';
comment on column kernel.audit.details is 'T1';
comment on column kernel.audit.hash is 'T0';

create function kernel.refuse_change() returns trigger language plpgsql as $$
begin raise exception 'append only'; end $$;
create trigger append_only before update or delete or truncate on kernel.audit
  for each statement execute function kernel.refuse_change();

create table kernel.handled (
  event_id uuid not null,
  listener text not null,
  primary key (event_id, listener)
);
comment on table kernel.handled is 'Which listener has had which event, so that none has an effect twice.';
comment on column kernel.handled.event_id is 'T1';
comment on column kernel.handled.listener is 'T1';

create table kernel.once (
  key bytea primary key,
  answer jsonb not null,
  day date not null
);
comment on table kernel.once is 'Answers of forms by their one-time token: sent twice, done once.';
comment on column kernel.once.key is 'T1';
comment on column kernel.once.answer is 'T1';
comment on column kernel.once.day is 'T1';

create table kernel.setting (
  key text primary key,
  value jsonb not null
);
comment on column kernel.setting.key is 'T1';
comment on column kernel.setting.value is 'T1';
