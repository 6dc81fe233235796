-- Slides of a session: what a speaker or host sent is drawn anew as pictures and text, and then thrown away.

create table live.deck (
  id text primary key,
  session_id text not null references live.stage on delete cascade,
  owner bytea,
  seq bigint generated always as identity,
  title text not null,
  keeps boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'ready', 'refused')),
  fault text,
  pages integer not null default 0
);
create index deck_session on live.deck (session_id, seq);
comment on table live.deck is 'Slides of a session. One that is not kept goes a day after the session; until then nobody but its crew sees it once the session is over.';
comment on column live.deck.id is 'T1: random';
comment on column live.deck.session_id is 'T0';
comment on column live.deck.owner is 'T2: blind index of session and person; nobody when they took their data away, or the demo';
comment on column live.deck.seq is 'T1: order in which they were sent';
comment on column live.deck.title is 'T1: for the crew';
comment on column live.deck.keeps is 'T1: whoever sent it wants what was shown to stay with the session';
comment on column live.deck.state is 'T1';
comment on column live.deck.fault is 'T1: why it could not be drawn';
comment on column live.deck.pages is 'T0: how many are drawn; public while it is shown';

create table live.deck_source (
  deck_id text not null references live.deck on delete cascade,
  n integer not null,
  bytes bytea not null,
  primary key (deck_id, n)
);
alter table live.deck_source alter column bytes set storage external;
comment on table live.deck_source is 'What was sent, until it is drawn: a minute or so.';
comment on column live.deck_source.deck_id is 'T1';
comment on column live.deck_source.n is 'T1: order among pictures';
comment on column live.deck_source.bytes is 'T1: never handed out';

create table live.slide (
  deck_id text not null references live.deck on delete cascade,
  page integer not null,
  name text not null unique,
  width integer not null,
  height integer not null,
  large bytea not null,
  small bytea not null,
  text text not null default '',
  shown boolean not null default false,
  primary key (deck_id, page)
);
alter table live.slide alter column large set storage external;
alter table live.slide alter column small set storage external;
comment on table live.slide is 'A page drawn anew; public from the moment it was shown.';
comment on column live.slide.deck_id is 'T1';
comment on column live.slide.page is 'T1: counted from 1';
comment on column live.slide.name is 'T1: random, its address';
comment on column live.slide.width is 'T1: of the large picture, in pixels';
comment on column live.slide.height is 'T1';
comment on column live.slide.large is 'T1: WebP without metadata; public when shown';
comment on column live.slide.small is 'T1: the same for weak lines';
comment on column live.slide.text is 'T1: what stands on it; public when shown';
comment on column live.slide.shown is 'T1';

create table live.slide_now (
  session_id text primary key references live.stage on delete cascade,
  deck_id text not null,
  page integer not null,
  foreign key (deck_id, page) references live.slide on delete cascade
);
create index slide_now_deck on live.slide_now (deck_id, page);
comment on table live.slide_now is 'The page everybody sees.';
comment on column live.slide_now.session_id is 'T0';
comment on column live.slide_now.deck_id is 'T0';
comment on column live.slide_now.page is 'T0';
