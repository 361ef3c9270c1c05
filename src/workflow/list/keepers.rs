//! Who sees, brings and adopts lists, and who may see what one would change.

use domain::base::actor::Role;

/// Roles that see, upload and adopt lists.
pub(crate) const KEEPERS: [Role; 2] = [Role::LicensingOfficer, Role::SecurityOfficer];
