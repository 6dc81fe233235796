export { clearSignIn, signInCookie, signInToken } from './cookies.ts';
export { declare, type Audience, type PageDeclaration } from './declare.ts';
export { formAction, type FormFailure } from './form-action.ts';
export { makeTicket, type FormTicket } from './form-token.ts';
export { needOwnSite } from './own-site.ts';
export { asKitError, ctxOf, pageLoad } from './page-load.ts';
export { answerScript, readScript } from './script.ts';
