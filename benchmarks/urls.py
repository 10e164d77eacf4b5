from django.http import HttpRequest, HttpResponse
from django.urls import path

from qunluo.kernel.web.doors import open_to_anyone
from qunluo.site.urls import urlpatterns as product


@open_to_anyone
def trivial(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("trivial/", trivial), *product]
