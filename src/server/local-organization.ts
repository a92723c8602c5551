/** One instance holds one organization; its ids are the same on every instance. */
export const ORGANIZATION_ID = 'org_local';
/** The organization, as the service keeps it. */
export const INTERNAL_ID = 'int_local';
