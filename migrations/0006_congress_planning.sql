-- What an organiser plans with, and the public never sees as such: who can when, what may not be beside what, who does
-- what in which language, and the order of changes that lets several editors work at once.

alter table congress.session add column version integer not null default 1;
alter table congress.session add column expected integer check (expected >= 0);
alter table congress.session add column copy_of text;
comment on column congress.session.version is 'T1: goes up with every change, so that nobody overwrites what they have not seen';
comment on column congress.session.expected is 'T1: how many people the organisers expect';
comment on column congress.session.copy_of is 'T1: the break that this one was copied from to another room';

alter table congress.room add column turnover integer not null default 0 check (turnover between 0 and 720);
comment on column congress.room.turnover is 'T1: minutes needed between two sessions';

create table congress.room_hours (
  room_id text not null references congress.room on delete cascade,
  from_at timestamptz not null,
  to_at timestamptz not null check (to_at > from_at),
  primary key (room_id, from_at)
);
comment on table congress.room_hours is 'When a room is open; a room without any is always open.';
comment on column congress.room_hours.room_id is 'T1';
comment on column congress.room_hours.from_at is 'T1';
comment on column congress.room_hours.to_at is 'T1';

create table congress.availability (
  speaker_id text not null references congress.speaker on delete cascade,
  from_at timestamptz not null,
  to_at timestamptz not null check (to_at > from_at),
  primary key (speaker_id, from_at)
);
comment on table congress.availability is 'When a speaker can; one without any can always.';
comment on column congress.availability.speaker_id is 'T1';
comment on column congress.availability.from_at is 'T1';
comment on column congress.availability.to_at is 'T1';

create table congress.planning_rule (
  id text primary key,
  event_id text not null references congress.event on delete cascade,
  kind text not null check (kind in ('never_beside', 'after', 'person_must_be_there')),
  session_id text not null references congress.session on delete cascade,
  other_id text references congress.session on delete cascade,
  speaker_id text references congress.speaker on delete cascade,
  check ((kind = 'person_must_be_there') = (speaker_id is not null)),
  check ((kind = 'person_must_be_there') = (other_id is null)),
  check (other_id <> session_id)
);
create index planning_rule_event on congress.planning_rule (event_id);
comment on table congress.planning_rule is 'What people declare: never beside, after (session_id after other_id), who must be there.';
comment on column congress.planning_rule.id is 'T1';
comment on column congress.planning_rule.event_id is 'T1';
comment on column congress.planning_rule.kind is 'T1';
comment on column congress.planning_rule.session_id is 'T1';
comment on column congress.planning_rule.other_id is 'T1';
comment on column congress.planning_rule.speaker_id is 'T1';

create table congress.acceptance (
  event_id text not null references congress.event on delete cascade,
  clash text not null,
  reason text not null,
  primary key (event_id, clash)
);
comment on table congress.acceptance is 'Clashes that the organisers have accepted, by the key of the clash.';
comment on column congress.acceptance.event_id is 'T1';
comment on column congress.acceptance.clash is 'T1: the key that src/lib/clashes gives it';
comment on column congress.acceptance.reason is 'T1';

create table congress.crew_member (
  id text primary key,
  event_id text not null references congress.event on delete cascade,
  name text not null,
  langs text[] not null default '{}',
  note text not null default '',
  owner bytea,
  removed boolean not null default false
);
create index crew_member_event on congress.crew_member (event_id);
comment on table congress.crew_member is 'Interpreters, captioners, hosts, chairs and moderators as the organisers call them; never public.';
comment on column congress.crew_member.id is 'T1: random';
comment on column congress.crew_member.event_id is 'T1';
comment on column congress.crew_member.name is 'T1: whatever the organisers call them; need not be a real name';
comment on column congress.crew_member.langs is 'T1: languages they work in';
comment on column congress.crew_member.note is 'T1';
comment on column congress.crew_member.owner is 'T2: blind index of the person who accepted it';
comment on column congress.crew_member.removed is 'T1';

create table congress.assignment (
  session_id text not null references congress.session on delete cascade,
  crew_id text not null references congress.crew_member on delete cascade,
  role text not null check (role in ('chair', 'moderator', 'host', 'interpreter', 'captioner')),
  lang text not null default '',
  primary key (session_id, crew_id, role, lang)
);
create index assignment_crew on congress.assignment (crew_id);
comment on table congress.assignment is 'Who of the crew does what in a session, in which language for interpreters and captioners.';
comment on column congress.assignment.session_id is 'T1';
comment on column congress.assignment.crew_id is 'T1';
comment on column congress.assignment.role is 'T1';
comment on column congress.assignment.lang is 'T1';

create table congress.session_language (
  session_id text not null references congress.session on delete cascade,
  lang text not null,
  way text not null check (way in ('interpreted', 'captioned')),
  primary key (session_id, lang, way)
);
comment on table congress.session_language is 'In which languages, beside those spoken, a session is to be heard or read.';
comment on column congress.session_language.session_id is 'T1: public with a release';
comment on column congress.session_language.lang is 'T1';
comment on column congress.session_language.way is 'T1';

create table congress.edit (
  seq bigint generated always as identity primary key,
  event_id text not null references congress.event on delete cascade,
  what text not null check (what in ('session', 'room', 'speaker', 'section', 'rules', 'crew', 'event')),
  object_id text not null
);
create index edit_event on congress.edit (event_id, seq);
comment on table congress.edit is 'What changed in the drafts, in order, for the other editors; swept after two days. Neither who nor when.';
comment on column congress.edit.seq is 'T1';
comment on column congress.edit.event_id is 'T1';
comment on column congress.edit.what is 'T1';
comment on column congress.edit.object_id is 'T1';
