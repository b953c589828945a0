import django.db.models.deletion
from django.db import migrations

import maillage.kit.term_fields


class Migration(migrations.Migration):
    """The words coordination can change, beside those that were fixed: first the columns."""

    dependencies = [
        ('kit', '0003_jobs_and_mail'),
        ('territory', '0002_calls_phases_boundaries'),
    ]

    operations = [
        migrations.AddField(
            model_name='hostorganisation',
            name='kind_term',
            field=maillage.kit.term_fields.TermField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.term', verbose_name='kind', vocabulary='host_kind'),
        ),
        migrations.AddField(
            model_name='hostorganisation',
            name='community_stance_term',
            field=maillage.kit.term_fields.TermField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.term', verbose_name='community work', vocabulary='host_community_stance'),
        ),
        migrations.AddField(
            model_name='epidemicphase',
            name='circulation_term',
            field=maillage.kit.term_fields.TermField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.term', verbose_name='phase', vocabulary='epidemic_phase'),
        ),
        migrations.AddField(
            model_name='mobilisationcall',
            name='kind_term',
            field=maillage.kit.term_fields.TermField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.term', verbose_name='what for', vocabulary='call_kind'),
        ),
    ]
