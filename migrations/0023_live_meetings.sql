-- Rooms where everybody inside may speak: an open meeting of a session, a closed one behind a link, a table of the lounge.
create table live.lounge (
  event_id text primary key references congress.event on delete cascade,
  is_open boolean not null default false
);
comment on table live.lounge is 'Whether the small tables of an event are open now.';
comment on column live.lounge.event_id is 'T0';
comment on column live.lounge.is_open is 'T0: the organiser opens them between sessions';

create table live.gathering (
  id text primary key,
  kind text not null check (kind in ('open', 'closed', 'table')),
  session_id text unique references congress.session on delete cascade,
  event_id text references congress.event on delete cascade,
  room text not null unique,
  seats integer not null check (seats between 2 and 50),
  lobby boolean not null default false,
  opener bytea,
  ground text check (ground in ('section', 'language', 'place')),
  subject text,
  notes text not null default '',
  notes_version integer not null default 0,
  split_by text check (split_by in ('random', 'choice')),
  split_turn integer not null default 0,
  expires_at timestamptz,
  check ((kind = 'open') = (session_id is not null)),
  check ((kind = 'table') = (event_id is not null)),
  check ((kind = 'closed') = (opener is not null))
);
create index gathering_event on live.gathering (event_id);
comment on table live.gathering is 'A room where everybody inside may speak. Gone when it is closed; a closed meeting a day after it was opened, an open one four hours after its session. No key of a closed meeting ever comes here.';
comment on column live.gathering.id is 'T1: random; the address of a closed meeting';
comment on column live.gathering.kind is 'T0';
comment on column live.gathering.session_id is 'T0';
comment on column live.gathering.event_id is 'T0';
comment on column live.gathering.room is 'T1: random name at the engine';
comment on column live.gathering.seats is 'T0';
comment on column live.gathering.lobby is 'T0: the host lets people in one by one';
comment on column live.gathering.opener is 'T2: blind index of meeting and person';
comment on column live.gathering.ground is 'T0: what the people of a table share';
comment on column live.gathering.subject is 'T0: section, language or place of a table';
comment on column live.gathering.notes is 'T1: read by those who are inside; gone with the meeting';
comment on column live.gathering.notes_version is 'T0';
comment on column live.gathering.split_by is 'T0: how people were split into rooms';
comment on column live.gathering.split_turn is 'T0: grows with every split and every call back';
comment on column live.gathering.expires_at is 'T1: to the hour';

create table live.breakout (
  gathering_id text not null references live.gathering on delete cascade,
  number integer not null check (number between 1 and 10),
  room text not null unique,
  primary key (gathering_id, number)
);
comment on table live.breakout is 'A small room of a meeting. Gone when everybody is called back.';
comment on column live.breakout.gathering_id is 'T0';
comment on column live.breakout.number is 'T0';
comment on column live.breakout.room is 'T1: random name at the engine';

create table live.gathering_place (
  gathering_id text not null references live.gathering on delete cascade,
  identity text not null,
  owner bytea not null,
  shown_as text not null,
  place text not null check (place in ('waiting', 'in')),
  breakout integer,
  missed integer not null default 0,
  primary key (gathering_id, identity),
  unique (gathering_id, owner)
);
create index gathering_place_owner on live.gathering_place (owner);
comment on table live.gathering_place is 'Who sits in a meeting or at a table, or waits to be let in. Rows go when people leave, when their page is closed for three minutes, and with the meeting.';
comment on column live.gathering_place.gathering_id is 'T0';
comment on column live.gathering_place.identity is 'T1: random for each sitting';
comment on column live.gathering_place.owner is 'T2: blind index of person and session, meeting or event';
comment on column live.gathering_place.shown_as is 'T1: seen by those inside only';
comment on column live.gathering_place.place is 'T1';
comment on column live.gathering_place.breakout is 'T1: number of the small room';
comment on column live.gathering_place.missed is 'T1: minutes since their page was last heard of';
