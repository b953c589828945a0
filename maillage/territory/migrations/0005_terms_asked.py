import django.db.models.deletion
from django.db import migrations

import maillage.kit.term_fields


class Migration(migrations.Migration):
    """The terms take the place of the fixed codes."""

    dependencies = [
        ('territory', '0004_terms_filled'),
    ]

    operations = [
        migrations.RemoveField(model_name='hostorganisation', name='kind'),
        migrations.RenameField(model_name='hostorganisation', old_name='kind_term', new_name='kind'),
        migrations.RemoveField(model_name='hostorganisation', name='community_stance'),
        migrations.RenameField(model_name='hostorganisation', old_name='community_stance_term', new_name='community_stance'),
        migrations.RemoveField(model_name='epidemicphase', name='circulation'),
        migrations.RenameField(model_name='epidemicphase', old_name='circulation_term', new_name='circulation'),
        migrations.RemoveField(model_name='mobilisationcall', name='kind'),
        migrations.RenameField(model_name='mobilisationcall', old_name='kind_term', new_name='kind'),
        migrations.AlterField(
            model_name='hostorganisation',
            name='kind',
            field=maillage.kit.term_fields.TermField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.term', verbose_name='kind', vocabulary='host_kind'),
        ),
        migrations.AlterField(
            model_name='hostorganisation',
            name='community_stance',
            field=maillage.kit.term_fields.TermField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.term', verbose_name='community work', vocabulary='host_community_stance'),
        ),
        migrations.AlterField(
            model_name='epidemicphase',
            name='circulation',
            field=maillage.kit.term_fields.TermField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.term', verbose_name='phase', vocabulary='epidemic_phase'),
        ),
        migrations.AlterField(
            model_name='mobilisationcall',
            name='kind',
            field=maillage.kit.term_fields.TermField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.term', verbose_name='what for', vocabulary='call_kind'),
        ),
    ]
