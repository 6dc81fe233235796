create schema live;

create table live.stage (
  session_id text primary key references congress.session on delete cascade,
  state text not null default 'closed' check (state in ('closed', 'backstage', 'live', 'over')),
  room text not null,
  note jsonb not null default '{}',
  backstage_note text not null default '',
  listeners_band integer not null default 0
);
comment on table live.stage is 'The live half of a session.';
comment on column live.stage.session_id is 'T0';
comment on column live.stage.state is 'T0';
comment on column live.stage.room is 'T1: random name at the engine';
comment on column live.stage.note is 'T0: the host''s words to the audience, by language';
comment on column live.stage.backstage_note is 'T1: the host''s words to those backstage';
comment on column live.stage.listeners_band is 'T0: lower bound of the band of listeners';

create table live.seat (
  session_id text not null references live.stage on delete cascade,
  identity text not null,
  owner bytea not null,
  shown_as text not null,
  persona_id text,
  place text not null check (place in ('backstage', 'stage', 'away')),
  muted boolean not null default false,
  role text not null,
  primary key (session_id, identity),
  unique (session_id, owner)
);
comment on table live.seat is 'Who may be heard in a session: speakers and hosts who said yes, never the audience.';
comment on column live.seat.session_id is 'T0';
comment on column live.seat.identity is 'T0: random for each session';
comment on column live.seat.owner is 'T2: blind index of session and person';
comment on column live.seat.shown_as is 'T0';
comment on column live.seat.persona_id is 'T0';
comment on column live.seat.place is 'T1';
comment on column live.seat.muted is 'T0';
comment on column live.seat.role is 'T1';

create table live.question (
  id text primary key,
  session_id text not null references live.stage on delete cascade,
  seq bigint generated always as identity,
  text text not null,
  signed_as text,
  state text not null default 'asked' check (state in ('asked', 'shown', 'answered', 'hidden'))
);
create index question_session on live.question (session_id, seq);
comment on column live.question.id is 'T0';
comment on column live.question.session_id is 'T0';
comment on column live.question.seq is 'T0';
comment on column live.question.text is 'T1: public when shown';
comment on column live.question.signed_as is 'T1: a pseudonym, only if chosen';
comment on column live.question.state is 'T1';

create table live.line (
  session_id text not null references live.stage on delete cascade,
  seq bigint generated always as identity,
  kind text not null check (kind in ('caption', 'announcement')),
  lang text not null,
  text text not null,
  primary key (session_id, seq)
);
comment on table live.line is 'The text of a session: captions and announcements.';
comment on column live.line.session_id is 'T0';
comment on column live.line.seq is 'T0';
comment on column live.line.kind is 'T0';
comment on column live.line.lang is 'T0';
comment on column live.line.text is 'T0';
