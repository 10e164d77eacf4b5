from __future__ import annotations

from django.urls import path

from qunluo.steer.reports.views import (
    desk,
    goals,
    making,
    reading,
    returns,
    schedules,
    sharing,
    working,
)

HERE = "c/<slug:community>/reports/"
ONE = f"{HERE}<int:report_id>/"
urlpatterns = [
    path(HERE, making.reports, name="reports"),
    path(f"{HERE}make/", making.make, name="make"),
    path(f"{HERE}orders/<int:order_id>/", making.order, name="order"),
    path(f"{HERE}orders/<int:order_id>/progress/", making.progress, name="progress"),
    path(f"{HERE}orders/<int:order_id>/again/", making.again, name="again"),
    path(f"{HERE}goals/", goals.goals, name="goals"),
    path(f"{HERE}goals/<int:goal_id>/end/", goals.end, name="goal_end"),
    path(f"{HERE}schedules/", schedules.schedules, name="schedules"),
    path(f"{HERE}return/", returns.returns, name="returns"),
    path(f"{HERE}naming/", returns.naming, name="naming"),
    path("report-letters/<str:token>/", schedules.letters, name="letters"),
    path(ONE, reading.report, name="report"),
    path(f"{ONE}desk/", desk.desk, name="desk"),
    path(f"{ONE}desk/reading/", desk.reading, name="reading"),
    path(f"{ONE}desk/claims/", desk.claims, name="claims"),
    path(f"{ONE}desk/edits/<int:edit_id>/undoing/", desk.undoing, name="undoing"),
    path(f"{ONE}differences/", desk.differences_page, name="differences"),
    path(f"{ONE}report.<slug:form>", reading.document, name="document"),
    path(f"{ONE}check/", working.check, name="check"),
    path(f"{ONE}signature/", working.signature, name="signature"),
    path(f"{ONE}reopening/", working.reopening, name="reopening"),
    path(f"{ONE}publication/", working.publication, name="publication"),
    path(f"{ONE}correction/", working.correction, name="correction"),
    path(f"{ONE}judgements/", working.judgements, name="judgements"),
    path(f"{ONE}judgements/<int:judgement_id>/", working.judgement, name="judgement"),
    path(f"{ONE}sentences/<int:position>/", working.sentence, name="sentence"),
    path(f"{ONE}suggestions/<int:number>/", working.suggestion, name="suggestion"),
    path(f"{ONE}shares/", sharing.shares, name="shares"),
    path(f"{ONE}shares/<int:share_id>/withdrawal/", sharing.withdrawal, name="share_withdrawal"),
    path("shared-reports/<str:token>/", sharing.shared, name="shared"),
    path(
        "shared-reports/<str:token>/report.<slug:form>",
        sharing.shared_document,
        name="shared_document",
    ),
]
