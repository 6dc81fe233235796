-- A visitor's own schedule behind a private link: sessions somebody chose, and nothing of who, when or from where.

create table congress.plan (
  id text primary key,
  event_id text not null references congress.event on delete cascade,
  secret_hash bytea not null unique,
  day date not null
);
create index plan_event on congress.plan (event_id);
comment on table congress.plan is 'Reached by its secret only; nobody may list them. Tied to no account.';
comment on column congress.plan.id is 'T1: random, shown nowhere';
comment on column congress.plan.event_id is 'T1';
comment on column congress.plan.secret_hash is 'T1: SHA-256 of the secret in the address';
comment on column congress.plan.day is 'T1: the day after which it is forgotten, the same for all plans of a coming event; not when it was made';

create table congress.plan_session (
  plan_id text not null references congress.plan on delete cascade,
  session_id text not null references congress.session on delete cascade,
  primary key (plan_id, session_id)
);
create index plan_session_back on congress.plan_session (session_id);
comment on column congress.plan_session.plan_id is 'T1';
comment on column congress.plan_session.session_id is 'T1: counted by organisers in tens from ten on, never listed';

alter table congress.event add column walk integer not null default 5 check (walk between 0 and 120);
comment on column congress.event.walk is 'T0: minutes from one room to another, as visitors'' own schedules reckon; 0: no walking';
