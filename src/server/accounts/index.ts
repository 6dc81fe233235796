export {
  acceptInvitation,
  previewInvitation,
  type Acceptance,
  type InvitationPreview,
} from './acceptance.ts';
export { disclose, type Disclosure } from './disclose.ts';
export { beginWords, langOfWords, typedBack, type Enrolment } from './enrol.ts';
export { makeHashing, type Hashing, type HashingCost } from './hashing.ts';
export {
  bootstrapInvitations,
  invite,
  inviteInput,
  listInvitations,
  revokeInvitation,
  type Invitation,
} from './invitations.ts';
export { module } from './module.ts';
export {
  addPasskey,
  askForPasskey,
  dropPasskey,
  listOwnPasskeys,
  mostPasskeys,
  offerPasskey,
  passkeyInput,
  signInByPasskey,
  type OwnPasskey,
  type PasskeySite,
} from './passkeys.ts';
export {
  createPerson,
  createPersonInput,
  getOwnAccount,
  leave,
  setOwnSettings,
  settingsInput,
  setWords,
  takeMyData,
  type OwnAccount,
} from './people.ts';
export {
  dropPersona,
  findPersona,
  listMyPersonas,
  myPersona,
  suggestPersonas,
  takePersona,
  type Persona,
} from './personas.ts';
export {
  installation,
  placeKinds,
  roles,
  roleSchema,
  type Place,
  type PlaceKind,
  type Role,
} from './places.ts';
export { covers, mayInvite, mayListInvitations } from './policy.ts';
export { countOrganisers, listOwnRoles, mayIn, needRole, rolesIn, type OwnRole } from './roles.ts';
export {
  endSignIn,
  findSignIn,
  listOwnSignIns,
  needPerson,
  rotateSignIn,
  signIn,
  signInInput,
  signOut,
  signOutEverywhere,
  typedWords,
  type OwnSignIn,
  type SignedIn,
} from './sign-ins.ts';
export { makePhrase, readPhrase } from './words/phrase.ts';
