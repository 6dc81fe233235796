create schema accounts;

create table accounts.person (
  id text primary key,
  lookup bytea unique,
  secret_hash text,
  lang text not null,
  zone text,
  places bytea,
  joined_month date not null,
  check ((lookup is null) = (secret_hash is null))
);
comment on table accounts.person is 'An account. Never public; what others see is a persona. Without words when it came by an invitation and wrote none down yet.';
comment on column accounts.person.id is 'T1';
comment on column accounts.person.lookup is 'T1: half of an HKDF of the recovery words';
comment on column accounts.person.secret_hash is 'T1: Argon2id of the other half';
comment on column accounts.person.lang is 'T1';
comment on column accounts.person.zone is 'T1: only if chosen';
comment on column accounts.person.places is 'T2: the ids of own personas';
comment on column accounts.person.joined_month is 'T1: first day of the month';

create table accounts.sign_in (
  id text primary key,
  token_hash bytea not null unique,
  person_id text not null references accounts.person on delete cascade,
  label text not null,
  day date not null,
  last_day date not null,
  expires_on date not null
);
create index sign_in_person on accounts.sign_in (person_id);
comment on column accounts.sign_in.id is 'T1';
comment on column accounts.sign_in.token_hash is 'T1: SHA-256';
comment on column accounts.sign_in.person_id is 'T1';
comment on column accounts.sign_in.label is 'T1: what the person called it';
comment on column accounts.sign_in.day is 'T1';
comment on column accounts.sign_in.last_day is 'T1';
comment on column accounts.sign_in.expires_on is 'T1';

create table accounts.persona (
  id text primary key,
  owner bytea not null unique,
  place_kind text not null,
  place_id text not null,
  pseudonym text not null,
  folded text not null,
  unique (place_kind, place_id, folded)
);
comment on table accounts.persona is 'What others see of a person in one place. The owner is a blind index of place and person, so that a dump joins no two of them.';
comment on column accounts.persona.id is 'T0: random, also the seed of the motif';
comment on column accounts.persona.owner is 'T2: blind index';
comment on column accounts.persona.place_kind is 'T1';
comment on column accounts.persona.place_id is 'T1';
comment on column accounts.persona.pseudonym is 'T1: shown in its place';
comment on column accounts.persona.folded is 'T1';

create table accounts.role (
  person_id text not null references accounts.person on delete cascade,
  place_kind text not null check (place_kind in ('installation', 'event', 'section', 'session')),
  place_id text not null,
  role text not null check (role in ('organiser', 'programme_editor', 'chair', 'moderator', 'speaker', 'interpreter', 'captioner', 'host')),
  given_by bytea,
  primary key (person_id, place_kind, place_id, role)
);
create index role_place on accounts.role (place_kind, place_id);
comment on column accounts.role.person_id is 'T1';
comment on column accounts.role.place_kind is 'T1';
comment on column accounts.role.place_id is 'T1';
comment on column accounts.role.role is 'T1';
comment on column accounts.role.given_by is 'T2: blind index of the invitation, so that a dump joins no person to a profile';

create table accounts.invitation (
  id text primary key,
  token_hash bytea not null unique,
  role text not null,
  place_kind text not null,
  place_id text not null,
  subject text,
  note text not null default '',
  expires_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'used', 'revoked'))
);
create index invitation_place on accounts.invitation (place_kind, place_id);
comment on column accounts.invitation.id is 'T1';
comment on column accounts.invitation.token_hash is 'T1: SHA-256';
comment on column accounts.invitation.role is 'T1';
comment on column accounts.invitation.place_kind is 'T1';
comment on column accounts.invitation.place_id is 'T1';
comment on column accounts.invitation.subject is 'T1: what is taken over with it, a speaker profile for one';
comment on column accounts.invitation.note is 'T1: the organiser''s own reminder';
comment on column accounts.invitation.expires_at is 'T1';
comment on column accounts.invitation.state is 'T1';
