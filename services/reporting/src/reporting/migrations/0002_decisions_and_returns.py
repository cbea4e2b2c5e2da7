"""when a case was rejected, and how often it was returned.

Of cases that are there already: a rejected one was rejected by the last that was heard of it, and
a returned one was returned at least once.
"""

import sqlalchemy as sa
from alembic import op
revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('cases', sa.Column('returns', sa.Integer(), server_default='0', nullable=False))
    op.add_column('cases', sa.Column('rejected_at', sa.DateTime(timezone=True), nullable=True))
    op.execute("SELECT set_config('lingbu.tier', 'system', true)")
    op.execute("UPDATE cases SET rejected_at = last_event_at WHERE review = 'rejected'")
    op.execute("UPDATE cases SET returns = 1 WHERE returned_at IS NOT NULL")


def downgrade() -> None:
    op.drop_column('cases', 'rejected_at')
    op.drop_column('cases', 'returns')
