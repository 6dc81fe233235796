create table accounts.passkey (
  id text primary key,
  person_id text not null references accounts.person on delete cascade,
  credential bytea not null unique,
  public_key bytea not null,
  counter bigint not null default 0,
  site text not null,
  label text not null,
  day date not null
);
create index passkey_person on accounts.passkey (person_id);
comment on table accounts.passkey is 'A second way to sign in, beside the words: the public half of a key that a device keeps.';
comment on column accounts.passkey.id is 'T1: random';
comment on column accounts.passkey.person_id is 'T1';
comment on column accounts.passkey.credential is 'T1: the id that the device gave the key; random';
comment on column accounts.passkey.public_key is 'T1: COSE';
comment on column accounts.passkey.counter is 'T1: of the device, where it counts';
comment on column accounts.passkey.site is 'T1: the host name it was made for; it works nowhere else';
comment on column accounts.passkey.label is 'T1: what the person called it';
comment on column accounts.passkey.day is 'T1';
