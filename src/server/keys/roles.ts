import type { Permission } from '../access.js';
import type { UserRole } from '../records.js';

const BY_ROLE: Readonly<Record<UserRole, readonly Permission[]>> = {
  admin: ['read', 'write', 'delete', 'admin'],
  member: ['read', 'write', 'delete'],
  viewer: ['read'],
};

/** What keys of users with this role may do at most. */
export const permissionsOfRole = (role: UserRole): readonly Permission[] => BY_ROLE[role];

/** `admin` includes the others, also where the role leaves only those. */
export function grantedTo(role: UserRole, wanted: readonly Permission[]): readonly Permission[] {
  const allowed = BY_ROLE[role];
  return wanted.includes('admin') ? allowed : wanted.filter((permission) => allowed.includes(permission));
}
