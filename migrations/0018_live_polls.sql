-- Questions: how they come in, whether their votes are seen, what was answered, and duplicates joined into one.
alter table live.stage
  add column questions_mode text not null default 'moderated'
    check (questions_mode in ('moderated', 'open', 'closed')),
  add column question_votes_shown boolean not null default false;
comment on column live.stage.questions_mode is 'T0: moderated: a host shows them; open: shown at once; closed: none are taken';
comment on column live.stage.question_votes_shown is 'T0: otherwise the numbers leave the server for hosts only';

alter table live.question drop constraint question_state_check;
alter table live.question
  add constraint question_state_check check (state in ('asked', 'shown', 'answered', 'hidden', 'merged')),
  add column answer text not null default '',
  add column pinned boolean not null default false,
  add column merged_into text references live.question on delete cascade,
  add column votes integer not null default 0;
create unique index question_pinned on live.question (session_id) where pinned;
create index question_merged on live.question (merged_into);
comment on column live.question.answer is 'T0: a host''s short answer, public with its question';
comment on column live.question.pinned is 'T0: one of a session: the one being spoken of';
comment on column live.question.merged_into is 'T1: the question it was a duplicate of; never one that is merged itself';
comment on column live.question.votes is 'T1: public when the host allows; stays when the marks go';

-- Goes, like the questions that nobody showed, three days after the session ended.
create table live.question_vote (
  question_id text not null references live.question on delete cascade,
  voter bytea not null,
  primary key (question_id, voter)
);
comment on table live.question_vote is 'That somebody wants to hear the answer, too: one a person, or one a guest''s browser.';
comment on column live.question_vote.question_id is 'T0';
comment on column live.question_vote.voter is 'T2: blind index of session and person, or of session and the guest''s cookie: no two sessions can be joined';

create table live.poll (
  id text primary key,
  session_id text not null references live.stage on delete cascade,
  seq bigint generated always as identity,
  kind text not null check (kind in ('single', 'several', 'scale', 'ranked')),
  question jsonb not null,
  options jsonb not null,
  most smallint,
  electorate text not null check (electorate in ('everyone', 'members')),
  quorum integer check (quorum > 0),
  small_shown boolean not null default false,
  state text not null default 'draft' check (state in ('draft', 'open', 'closed', 'shown')),
  result jsonb
);
create index poll_session on live.poll (session_id, seq);
comment on table live.poll is 'A vote of a session: draft, open, closed, its result shown.';
comment on column live.poll.id is 'T0';
comment on column live.poll.session_id is 'T0';
comment on column live.poll.seq is 'T0';
comment on column live.poll.kind is 'T0';
comment on column live.poll.question is 'T1: by language; public when opened';
comment on column live.poll.options is 'T1: a list of words by language; of a scale the words of its two ends';
comment on column live.poll.most is 'T0: how many of several may be chosen';
comment on column live.poll.electorate is 'T0';
comment on column live.poll.quorum is 'T0: ballots without which the result is said not to count';
comment on column live.poll.small_shown is 'T0: numbers of fewer than five ballots are shown, too';
comment on column live.poll.state is 'T0';
comment on column live.poll.result is 'T1: sums only, counted once when it closes; public when shown';

-- Both tables lose a poll's rows in the moment it closes.
create table live.poll_voter (
  poll_id text not null references live.poll on delete cascade,
  voter bytea not null,
  primary key (poll_id, voter)
);
comment on table live.poll_voter is 'That somebody has voted, not what.';
comment on column live.poll_voter.poll_id is 'T0';
comment on column live.poll_voter.voter is 'T2: blind index of poll and person, or of poll and the guest''s cookie';

create table live.poll_ballot (
  poll_id text not null references live.poll on delete cascade,
  key bytea not null,
  choice smallint[] not null,
  primary key (poll_id, key)
);
comment on table live.poll_ballot is 'What was voted, not by whom. Rows are moved about with every vote, so that their order tells nothing.';
comment on column live.poll_ballot.poll_id is 'T0';
comment on column live.poll_ballot.key is 'T2: blind index of poll and a secret that only the voter''s browser keeps';
comment on column live.poll_ballot.choice is 'T1: places in the list of options; of a scale its value';
