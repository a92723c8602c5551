import { getAuditLog, getAuditSettings, listAuditLogs, updateAuditSettings } from './organizations/audit.js';
import {
  generateInvoice,
  getBalance,
  getBreakdown,
  getCurrentUsage,
  listInvoices,
  runMonthlyBilling,
} from './organizations/billing.js';
import { createKey, deleteKey, listKeys, rotateKey, updateKey } from './organizations/keys.js';
import { addCredits, getOrganization, updateOrganization } from './organizations/organization.js';
import {
  confirmPaymentMethod,
  disableAutoBilling,
  enableAutoBilling,
  getPaymentMethod,
  setupPaymentMethod,
} from './organizations/payment.js';
import { createSecret, deleteSecret, listSecrets, replaceSecret } from './organizations/secrets.js';
import { getSpendingCaps, setSpendingCaps } from './organizations/spending.js';
import { getEndpointUsage, getKeyUsage, getOrganizationUsage } from './organizations/usage.js';
import { createUser, deleteUser, findUser, listUsers, toUserView, updateUser } from './organizations/users.js';
import type { JobTable, ResolverTable } from './table.js';

const USAGE = 'Computed from the requests and work of this instance since it was started, 50,000 samples at most.';
const PAYMENT = 'A local payment provider: cards are made up, and nothing is charged.';

export const organizationResolvers = {
  'organizations.get': {
    fidelity: 'behavioural',
    note: 'One instance has one organization, org_local. Its rate_limits are kept, and limit nothing.',
    resolve: getOrganization,
  },
  'organizations.update': {
    fidelity: 'behavioural',
    note: 'rate_limits are kept, and limit nothing.',
    resolve: updateOrganization,
  },
  'organizations.addCredits': {
    fidelity: 'behavioural',
    note: 'Credits are added without being paid for; 100,000 in all lead to pro, 1,000,000 to team.',
    resolve: addCredits,
  },
  'organizations.users.list': { fidelity: 'exact', resolve: listUsers },
  'organizations.users.create': {
    fidelity: 'behavioural',
    note: 'No invitation is sent: the user is active at once unless status says otherwise.',
    resolve: createUser,
  },
  'organizations.users.get': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toUserView(findUser(context)) }),
  },
  'organizations.users.update': { fidelity: 'exact', resolve: updateUser },
  'organizations.users.delete': { fidelity: 'exact', resolve: deleteUser },
  'organizations.users.apiKeys.list': { fidelity: 'exact', resolve: listKeys },
  'organizations.users.apiKeys.create': { fidelity: 'exact', resolve: createKey },
  'organizations.users.apiKeys.update': { fidelity: 'exact', resolve: updateKey },
  'organizations.users.apiKeys.delete': { fidelity: 'exact', resolve: deleteKey },
  'organizations.users.apiKeys.rotate': { fidelity: 'exact', resolve: rotateKey },
  'organizations.secrets.list': { fidelity: 'exact', resolve: listSecrets },
  'organizations.secrets.create': {
    fidelity: 'behavioural',
    note: 'Values are kept unencrypted in the data directory.',
    resolve: createSecret,
  },
  'organizations.secrets.replace': {
    fidelity: 'behavioural',
    note: 'Values are kept unencrypted in the data directory.',
    resolve: replaceSecret,
  },
  'organizations.secrets.delete': { fidelity: 'exact', resolve: deleteSecret },
  'organizations.audit.logs.list': {
    fidelity: 'behavioural',
    note: 'The latest 10,000 entries or so; addresses of callers are not known.',
    resolve: listAuditLogs,
  },
  'organizations.audit.logs.get': { fidelity: 'exact', resolve: getAuditLog },
  'organizations.audit.settings.get': { fidelity: 'exact', resolve: getAuditSettings },
  'organizations.audit.settings.update': { fidelity: 'exact', resolve: updateAuditSettings },
  'organizations.usage': { fidelity: 'behavioural', note: USAGE, resolve: getOrganizationUsage },
  'organizations.apiKeys.usage': { fidelity: 'behavioural', note: USAGE, resolve: getKeyUsage },
  'organizations.apiKeys.endpointUsage': { fidelity: 'behavioural', note: USAGE, resolve: getEndpointUsage },
  'organizations.billing.balance': { fidelity: 'behavioural', note: USAGE, resolve: getBalance },
  'organizations.billing.usage.current': { fidelity: 'behavioural', note: USAGE, resolve: getCurrentUsage },
  'organizations.billing.usage.breakdown': { fidelity: 'behavioural', note: USAGE, resolve: getBreakdown },
  'organizations.billing.generateInvoice': { fidelity: 'behavioural', note: PAYMENT, resolve: generateInvoice },
  'organizations.billing.invoices': { fidelity: 'behavioural', note: PAYMENT, resolve: listInvoices },
  'organizations.billing.setupPaymentMethod': { fidelity: 'behavioural', note: PAYMENT, resolve: setupPaymentMethod },
  'organizations.billing.confirmPaymentMethod': {
    fidelity: 'behavioural',
    note: PAYMENT,
    resolve: confirmPaymentMethod,
  },
  'organizations.billing.paymentMethod': { fidelity: 'behavioural', note: PAYMENT, resolve: getPaymentMethod },
  'organizations.billing.enableAutoBilling': { fidelity: 'behavioural', note: PAYMENT, resolve: enableAutoBilling },
  'organizations.billing.disableAutoBilling': { fidelity: 'behavioural', note: PAYMENT, resolve: disableAutoBilling },
  'organizations.billing.spendingCaps.get': { fidelity: 'behavioural', note: USAGE, resolve: getSpendingCaps },
  'organizations.billing.spendingCaps.set': {
    fidelity: 'behavioural',
    note: 'A hard cap refuses work that costs credits; alerts show in spending_alerts_sent and are not mailed.',
    resolve: setSpendingCaps,
  },
} satisfies ResolverTable;

export const organizationJobs = { 'billing.month': runMonthlyBilling } satisfies JobTable;
