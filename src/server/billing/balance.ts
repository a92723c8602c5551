import type { Services, StateReader } from '../context.js';
import type { AccountType, OrganizationRecord } from '../records.js';
import { usageBetween } from './usage.js';

/** Credits that the balance has left: added, less those that invoices took, less those used and not billed yet. */
export function balanceOf(
  { credits_added: added }: OrganizationRecord,
  { state, services }: { state: StateReader; services: Services },
): number {
  const invoices = state.list('invoices');
  const covered = invoices.reduce((sum, invoice) => sum + invoice.covered_credits, 0);
  const billed = invoices.reduce((sum, invoice) => sum + invoice.total_credits, 0);
  const used = usageBetween(services.meter, { from: -Infinity, to: Infinity }).credits;
  return Math.max(0, Math.floor(added - covered - Math.max(0, used - billed)));
}

/** Plans that credits lead to, with the credits to add in all: what the plan includes each month. */
const UNLOCKS: readonly { readonly account: AccountType; readonly credits: number }[] = [
  { account: 'pro', credits: 100_000 },
  { account: 'team', credits: 1_000_000 },
];

const RANK: readonly AccountType[] = ['free', 'pro', 'team', 'enterprise'];

/** The plan after so many credits in all; never a lower one. */
export function accountAfter(current: AccountType, creditsAdded: number): AccountType {
  const reached = UNLOCKS.findLast(({ credits }) => creditsAdded >= credits)?.account ?? current;
  return RANK.indexOf(reached) > RANK.indexOf(current) ? reached : current;
}

/** The next plan that credits lead to; `undefined` above the last. */
export function nextAccount(
  current: AccountType,
  creditsAdded: number,
): { account: AccountType; missing: number } | undefined {
  const next = UNLOCKS.find(({ account }) => RANK.indexOf(account) > RANK.indexOf(current));
  return next === undefined ? undefined : { account: next.account, missing: Math.max(0, next.credits - creditsAdded) };
}
